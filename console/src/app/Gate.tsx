import { Outlet, useMatches } from "@tanstack/react-router";
import { Suspense, lazy } from "react";
import { useSession } from "@/api/session.ts";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Forbidden } from "./Lost.tsx";

const Shell = lazy(() => import("./Shell.tsx"));
const Login = lazy(() => import("./Login.tsx"));

/** Login or shell; the address is kept, so signing in continues where the link pointed. */
export function Gate() {
  const { phase, user } = useSession();
  const matches = useMatches();
  const needed = matches.map((m) => m.staticData.permission).find((p) => typeof p === "string");
  if (phase === "starting") return <PageSkeleton />;
  if (phase === "out" || !user) return <Suspense fallback={null}><Login /></Suspense>;
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Shell>{needed && !user.permissions.includes(needed) ? <Forbidden /> : <Outlet />}</Shell>
    </Suspense>
  );
}
