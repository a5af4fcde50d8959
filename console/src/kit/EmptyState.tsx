import type { ReactNode } from "react";

/** One sentence and the one useful action. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="kit-empty">
      <svg className="mark" viewBox="0 0 44 44" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" aria-hidden>
        <path d="M6 16c6-6 9 6 16 0s10-6 16 0M6 28c6-6 9 6 16 0s10-6 16 0" />
      </svg>
      <p>{children}</p>
      {action}
    </div>
  );
}
