import { PageSkeleton } from "@/kit/Loading.tsx";

/** Placeholder until the room is written. */
export default function Room() {
  return <PageSkeleton />;
}
