import { Segmented } from "antd";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { CountTab } from "./CountTab.tsx";
import { useLocations, useVault } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { MovesTab } from "./MovesTab.tsx";
import { PlacesTab } from "./PlacesTab.tsx";
import { ScanBox } from "./Scan.tsx";
import { VaultItems } from "./VaultItems.tsx";
import { vault as words } from "./vaultWords.ts";
import "./pawn.css";

type Tab = keyof typeof words.tabs;
const TABS = Object.keys(words.tabs) as Tab[];

/** Where every pledge is, how old it is, who gave it to whom, and whether it is really there. */
export default function Vault() {
  const [url, update] = useUrlState();
  const tab = TABS.find((t) => t === url["tab"]) ?? "items";
  const { data, error, refetch } = useVault();
  const places = useLocations();
  const problem = error ?? places.error;
  const ready = data && places.data;
  return (
    <Frame section="vault" actions={tab === "count" ? undefined : <ScanBox />}>
      <div className="stack">
        <Segmented<Tab> aria-label={words.tabsLabel} value={tab} options={TABS.map((value) => ({ value, label: words.tabs[value] }))} onChange={(next) => { update({ tab: next === "items" ? null : next }, true); }} style={{ alignSelf: "start", maxWidth: "100%" }} />
        {problem && !ready ? <ProblemNotice error={problem} onRetry={() => { void refetch(); void places.refetch(); }} /> : null}
        {!ready && !problem ? <PageSkeleton figures={5} /> : null}
        {ready && tab === "items" ? <VaultItems items={data.items} places={places.data.items} /> : null}
        {ready && tab === "count" ? <CountTab items={data.items} places={places.data.items} /> : null}
        {ready && tab === "moves" ? <MovesTab items={data.items} /> : null}
        {ready && tab === "places" ? <PlacesTab items={data.items} places={places.data.items} /> : null}
      </div>
    </Frame>
  );
}
