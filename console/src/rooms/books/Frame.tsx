import type { ReactNode } from "react";
import { Can } from "@/kit/Can.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { VerifyBooks } from "@/kit/VerifyBooks.tsx";
import { Views } from "@/kit/Views.tsx";
import { words } from "./words.ts";

export type Section = keyof typeof words.sections;
const WHERE: Record<Section, string> = {
  balance: "/libros", results: "/libros/resultados", sheet: "/libros/balance", flow: "/libros/flujo", entries: "/libros/asientos", manuals: "/libros/manuales",
  accounts: "/libros/cuentas", budget: "/libros/presupuesto", closing: "/libros/cierre", tills: "/libros/cajas",
};

/** What the screens of the books share: sections, the verification and what each adds beside it. */
export function Frame({ section, tools, children }: { section: Section; tools?: ReactNode; children: ReactNode }) {
  return (
    <div className="page">
      <PageHeader title={words.title} actions={<>{tools}<Can permission="books.verify"><VerifyBooks label={words.verify} /></Can></>} />
      <Views label={words.sectionsLabel} current={section} views={(Object.keys(WHERE) as Section[]).map((key) => ({ key, label: words.sections[key], href: WHERE[key] }))} />
      {children}
    </div>
  );
}
