import type { ReactNode } from "react";
import { useCan } from "@/kit/Can.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Views } from "@/kit/Views.tsx";
import { words } from "./words.ts";
import "./banks.css";

export type Section = keyof typeof words.sections;
const PLACES: Record<Section, string> = {
  accounts: "/bancos", days: "/bancos/conciliacion", match: "/bancos/emparejar", import: "/bancos/importar", differences: "/bancos/diferencias", rules: "/bancos/reglas", transfers: "/bancos/traspasos",
};
interface Props { section: Section; actions?: ReactNode; subtitle?: ReactNode; children: ReactNode }

/** The screens of banks under one title. */
export function Frame({ section, actions, subtitle, children }: Props) {
  const may = useCan("banks.reconcile");
  const shown = (Object.keys(PLACES) as Section[]).filter((key) => may || key !== "import");
  return (
    <div className="page">
      <PageHeader title={section === "accounts" ? words.title : `${words.title}: ${words.sections[section].toLowerCase()}`} actions={actions} subtitle={subtitle} />
      <Views views={shown.map((key) => ({ key, label: words.sections[key], href: PLACES[key] }))} current={section} label={words.tabs} />
      {children}
    </div>
  );
}
