import type { ReactNode } from "react";
import { useCan } from "@/kit/Can.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Views } from "@/kit/Views.tsx";
import { words } from "./words.ts";
import "./tills.css";

interface Props { section: "desk" | "movements" | "closings"; tag?: ReactNode; subtitle?: ReactNode; actions?: ReactNode; children: ReactNode }

/** The three screens of the till under one title. */
export function Frame({ section, tag, subtitle, actions, children }: Props) {
  const mine = useCan("tills.open");
  const views = [
    ...(mine ? [{ key: "desk", label: words.desk, href: "/caja" }, { key: "movements", label: words.movements, href: "/caja/movimientos" }] : []),
    { key: "closings", label: words.closings, href: "/caja/cierres" },
  ];
  return (
    <div className="page">
      <PageHeader title={section === "desk" ? words.title : `${words.title}: ${words[section].toLowerCase()}`} tag={tag} subtitle={subtitle} actions={actions} />
      <Views views={views} current={section} label={words.tabs} />
      {children}
    </div>
  );
}
