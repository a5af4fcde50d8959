import { Segmented } from "antd";
import { Can } from "@/kit/Can.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { Frame } from "./Frame.tsx";
import { LtvTable } from "./LtvTable.tsx";
import { Plans } from "./Plans.tsx";
import { Prices } from "./Prices.tsx";
import { SuggestedButton } from "./Suggested.tsx";
import { tables as text } from "./tableWords.ts";
import "./pawn.css";

type Tab = keyof typeof text.tabs;
const TABS = Object.keys(text.tabs) as Tab[];

/** What a counter lends by: its plans, how much of an appraisal, what things are worth. */
export default function Tables() {
  const [url, update] = useUrlState();
  const tab = TABS.find((t) => t === url["tab"]) ?? "plans";
  return (
    <Frame section="tables" actions={<Can permission="pawn.tables"><SuggestedButton /></Can>}>
      <div className="stack">
        <Segmented<Tab> aria-label={text.tabsLabel} value={tab} options={TABS.map((value) => ({ value, label: text.tabs[value] }))} onChange={(next) => { update({ tab: next }); }} style={{ alignSelf: "start", maxWidth: "100%" }} />
        <p className="second">{text.explain[tab]}</p>
        {tab === "plans" ? <Plans /> : null}
        {tab === "ltv" ? <LtvTable /> : null}
        {tab === "prices" ? <Prices /> : null}
      </div>
    </Frame>
  );
}
