import type { ReactNode } from "react";
import { useEffect } from "react";
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
  useEffect(() => { document.title = `${title} · ${es.app.name}`; }, [title]);
  return (
    <div className="kit-head">
      <div className="titles">
        <div className="row"><h1>{title}</h1>{tag}</div>
        {subtitle ? <div className="sub">{subtitle}</div> : null}
      </div>
      {actions ? <div className="row no-print">{actions}</div> : null}
    </div>
  );
}
