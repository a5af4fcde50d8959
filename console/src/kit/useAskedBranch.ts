import { useBranchQuery } from "@/api/query.ts";
import { useUrlState } from "./useUrlState.ts";

/** In an address: every branch, whatever branch is on top. */
export const EVERY_BRANCH = "all";

/** The branch a screen is of: that of the address, or the one on top. */
export function useAskedBranch(): { branch_id?: number } {
  const [url] = useUrlState();
  const top = useBranchQuery();
  const asked = url["branch_id"];
  if (asked === undefined) return top;
  return asked === EVERY_BRANCH ? {} : { branch_id: Number(asked) };
}
