import { useParams } from "@tanstack/react-router";
import { Suspense, lazy } from "react";
import { Skeleton } from "@/kit/Loading.tsx";
import { Frame } from "./Frame.tsx";
import type { Section } from "./Frame.tsx";
import { History } from "./History.tsx";

const Programme = lazy(() => import("./Programme.tsx"));
const Templates = lazy(() => import("./Templates.tsx"));
const Rules = lazy(() => import("./Rules.tsx"));

/** Notificaciones: what was said, what will be said, with which words and what the law allows. */
export default function Messages() {
  const { _splat: at = "" } = useParams({ strict: false }) as { _splat?: string };
  const section: Section = at === "programa" ? "programme" : at.startsWith("plantillas") ? "templates" : at === "leyes" ? "rules" : "history";
  return (
    <Frame section={section}>
      <Suspense fallback={<Skeleton height={260} />}>
        {section === "history" ? <History /> : null}
        {section === "programme" ? <Programme /> : null}
        {section === "templates" ? <Templates code={at.split("/")[1] ?? ""} /> : null}
        {section === "rules" ? <Rules /> : null}
      </Suspense>
    </Frame>
  );
}
