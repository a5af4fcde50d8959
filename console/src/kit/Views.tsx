import { useEffect, useRef } from "react";
import { Go } from "./Go.tsx";

export interface View { key: string; label: string; href: string; count?: number }

/** Saved views and tabs of a screen: links, so that each one has its own address. */
export function Views({ views, current, label }: { views: View[]; current: string; label: string }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={nav} className="kit-tabs" aria-label={label}>
      {views.map((view) => (
        <Go key={view.key} to={view.href} aria-current={view.key === current ? "page" : undefined}>
          {view.label}{view.count === undefined ? null : <span className="second num"> {view.count}</span>}
        </Go>
      ))}
    </nav>
  );
}
