import type { ReactNode } from "react";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Views } from "@/kit/Views.tsx";
import { words } from "./words.ts";
import "./alerts.css";

/** The two screens of alerts under one title. */
export function Frame({ section, actions, children }: { section: "alerts" | "rules"; actions?: ReactNode; children: ReactNode }) {
  const views = [{ key: "alerts", label: words.title, href: "/alertas" }, { key: "rules", label: words.rules, href: "/alertas/reglas" }];
  return (
    <div className="page">
      <PageHeader title={section === "rules" ? `${words.title}: ${words.rules.toLowerCase()}` : words.title} actions={actions} />
      <Views views={views} current={section} label={words.tabs} />
      {children}
    </div>
  );
}
