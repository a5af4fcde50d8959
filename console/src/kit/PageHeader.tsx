import type { ReactNode } from "react";
import { useEffect, useRef } from "react";
import { es } from "@/words/es.ts";

interface Props {
  title: string;
  /** Folio, owner branch, or one line of context under the title. */
  subtitle?: ReactNode;
  tag?: ReactNode;
  /** The primary action with text, then the rest. */
  actions?: ReactNode;
}

/** Title of a screen (and of the browser tab), its state and its actions. */
export function PageHeader({ title, subtitle, tag, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { document.title = `${title} · ${es.app.name}`; }, [title]);
  useEffect(() => { if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true }); }, []);
  return (
    <div className="kit-head">
      <div className="titles">
        <div className="row"><h1 ref={heading} tabIndex={-1}>{title}</h1>{tag}</div>
        {subtitle ? <div className="sub">{subtitle}</div> : null}
      </div>
      {actions ? <div className="row no-print">{actions}</div> : null}
    </div>
  );
}
