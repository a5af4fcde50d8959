import type { ReactNode } from "react";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Views } from "@/kit/Views.tsx";
import { words } from "./words.ts";
import "./approvals.css";

/** The two screens of two hands: what waits, and who may do what. */
export function Frame({ section, children }: { section: "inbox" | "matrix"; children: ReactNode }) {
  return (
    <div className="page">
      <PageHeader title={section === "inbox" ? words.title : words.sections.matrix} subtitle={section === "inbox" ? words.subtitle : words.matrix.subtitle} />
      <Views
        label={words.sections.label} current={section}
        views={[{ key: "inbox", label: words.sections.inbox, href: "/autorizaciones" }, { key: "matrix", label: words.sections.matrix, href: "/autorizaciones/matriz" }]}
      />
      {children}
    </div>
  );
}
