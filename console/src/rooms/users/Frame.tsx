import type { ReactNode } from "react";
import { useCan } from "@/kit/Can.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Views } from "@/kit/Views.tsx";
import { words } from "./words.ts";
import "./users.css";

export type Section = keyof typeof words.sections;
const WHERE: Record<Section, string> = { users: "/usuarios", roles: "/usuarios/roles", branches: "/usuarios/sucursales", keys: "/usuarios/llaves" };

export function Frame({ section, actions, children }: { section: Section; actions?: ReactNode; children: ReactNode }) {
  const keys = useCan("apikeys.write");
  const shown = (Object.keys(WHERE) as Section[]).filter((key) => key !== "keys" || keys);
  return (
    <div className="page">
      <PageHeader title={words.title} actions={actions} />
      <Views label={words.sectionsLabel} current={section} views={shown.map((key) => ({ key, label: words.sections[key], href: WHERE[key] }))} />
      {children}
    </div>
  );
}
