import type { ReactNode } from "react";
import { useSession } from "@/api/session.ts";

/** Shows its children only to who may. It hides; the server is who refuses. */
export function Can({ permission, children, otherwise = null }: { permission: string; children: ReactNode; otherwise?: ReactNode }) {
  const { user } = useSession();
  return <>{user?.permissions.includes(permission) ? children : otherwise}</>;
}

export function useCan(permission: string): boolean {
  return useSession().user?.permissions.includes(permission) ?? false;
}
