import type { ReactNode } from "react";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Views } from "@/kit/Views.tsx";
import { PAWN } from "./data.ts";
import { words } from "./words.ts";

type Section = keyof typeof words.sections;
const WHERE: Record<Section, string> = { tickets: PAWN, vault: `${PAWN}/boveda`, lots: `${PAWN}/remates`, tables: `${PAWN}/tablas` };

/** What the four screens of pawn share: their sections and the title. */
export function Frame({ section, actions, children }: { section: Section; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className="page">
      <PageHeader title={words.title} actions={actions} />
      <Views label={words.sectionsLabel} current={section} views={(Object.keys(WHERE) as Section[]).map((key) => ({ key, label: words.sections[key], href: WHERE[key] }))} />
      {children}
    </div>
  );
}
