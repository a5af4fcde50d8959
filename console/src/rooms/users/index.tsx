import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useCan } from "@/kit/Can.tsx";
import { Branches } from "./Branches.tsx";
import { Keys } from "./Keys.tsx";
import { People } from "./People.tsx";
import { Roles } from "./Roles.tsx";
import type { Section } from "./Frame.tsx";

/** Usuarios: people, what each role may do, branches and keys. */
export default function Users() {
  const { _splat: at = "" } = useParams({ strict: false }) as { _splat?: string };
  const keys = useCan("apikeys.write");
  const section: Section = at === "roles" ? "roles" : at === "sucursales" ? "branches" : at === "llaves" && keys ? "keys" : "users";
  const screens: Record<Section, ReactNode> = { users: <People />, roles: <Roles />, branches: <Branches />, keys: <Keys /> };
  return screens[section];
}
