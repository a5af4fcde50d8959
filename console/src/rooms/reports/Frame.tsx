import type { ReactNode } from "react";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Views } from "@/kit/Views.tsx";
import { words } from "./words.ts";
import "./reports.css";

type Section = keyof typeof words.sections;
const PATHS: Record<Section, string> = { catalogue: "/reportes", daily: "/reportes/daily", weekly: "/reportes/weekly", schedules: "/reportes/programados" };

/** The screens of reports under one title. */
export function Frame({ section, actions, children }: { section: Section; actions?: ReactNode; children: ReactNode }) {
  const views = (Object.keys(PATHS) as Section[]).map((key) => ({ key, label: words.sections[key], href: PATHS[key] }));
  return (
    <div className="page">
      <PageHeader title={section === "catalogue" ? words.title : `${words.title}: ${words.sections[section].toLowerCase()}`} actions={actions} />
      <Views views={views} current={section} label={words.tabs} />
      {children}
    </div>
  );
}
