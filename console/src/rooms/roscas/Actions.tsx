import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { isPositive } from "@/kit/money.ts";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { es } from "@/words/es.ts";
import { close, liquidate, resume, suspend, takeBack } from "./acts.ts";
import { PostponeModal, ReplaceModal, SwapModal, postponable, waitingOf } from "./Changes.tsx";
import { Contributions } from "./Contributions.tsx";
import type { RoscaDetail } from "./data.ts";
import { AuthoriseModal, DeliverModal } from "./HandOver.tsx";
import { words } from "./words.ts";

type Ending = "suspend" | "resume" | "liquidate" | "close" | "takeBack";
type Doing = "collect" | "authorise" | "deliver" | "swap" | "postpone" | "replace" | Ending;
const ENDINGS: Doing[] = ["suspend", "resume", "liquidate", "close", "takeBack"];

/** What may be done with a san, by who looks and by how it stands. */
export function Actions({ of }: { of: RoscaDetail }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const takes = useCan("payments.take");
  const allows = useCan("roscas.authorise");
  const hands = useCan("roscas.deliver");
  const { next } = of;
  const active = of.status === "active";
  const owed = of.numbers.some((n) => n.cells.some((c) => c.receivable_id !== null && isPositive(c.balance)));
  const collect = takes && owed && ["active", "suspended", "liquidated", "completed"].includes(of.status);
  const allowed = active && Boolean(next?.authorised);
  const deliver = hands && allowed;
  const stop = (): void => { setDoing(null); };
  useShortcut("r", words.contributions.open, () => { setDoing("collect"); }, "page", collect);

  const going = (active || of.status === "drawn") && waitingOf(of).length > 0;
  const more: [Doing, string, boolean][] = [
    ["authorise", words.handover.authorise, allowed],
    ["swap", words.changes.swap, going && waitingOf(of).length > 1],
    ["postpone", words.changes.postpone, active && postponable(of).length > 0],
    ["replace", words.changes.replace, going],
    ["takeBack", words.endings.takeBack.open, active && of.rounds.some((r) => r.delivery)],
    ["suspend", words.endings.suspend.open, active],
    ["resume", words.endings.resume.open, of.status === "suspended"],
    ["close", words.endings.close.open, (active && next === null) || (of.status === "liquidated" && of.closed_on === null)],
    ["liquidate", words.endings.liquidate.open, ["forming", "drawn", "active", "suspended"].includes(of.status)],
  ];
  const shown = allows ? more.filter(([, , on]) => on) : [];
  return (
    <>
      {collect ? <Button type="primary" onClick={() => { setDoing("collect"); }}>{words.contributions.open}</Button> : null}
      {allows && active && next && !allowed ? <Button onClick={() => { setDoing("authorise"); }}>{words.handover.authorise}</Button> : null}
      {deliver ? <Button onClick={() => { setDoing("deliver"); }}>{words.handover.deliver}</Button> : null}
      {shown.length > 0 ? (
        <Dropdown
          trigger={["click"]}
          menu={{ items: shown.map(([key, label]) => ({ key, label, danger: key === "liquidate" || key === "takeBack" })), onClick: ({ key }) => { setDoing(key as Doing); } }}
        >
          <Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} />
        </Dropdown>
      ) : null}
      {doing === "collect" ? <Contributions of={of} onClose={stop} /> : null}
      {doing === "authorise" && next ? <AuthoriseModal of={of} next={next} onClose={stop} /> : null}
      {doing === "deliver" && next ? <DeliverModal of={of} next={next} onClose={stop} /> : null}
      {doing === "swap" ? <SwapModal of={of} onClose={stop} /> : null}
      {doing === "postpone" ? <PostponeModal of={of} onClose={stop} /> : null}
      {doing === "replace" ? <ReplaceModal of={of} onClose={stop} /> : null}
      {doing && ENDINGS.includes(doing) ? <End of={of} what={doing as Ending} onClose={stop} /> : null}
    </>
  );
}

function End({ of, what, onClose }: { of: RoscaDetail; what: Ending; onClose: () => void }) {
  const { message } = App.useApp();
  const told = words.endings[what];
  const last = of.rounds.filter((r) => r.delivery).at(-1)?.round ?? 0;
  const runs: Record<Ending, (reason: string) => Promise<RoscaDetail>> = {
    suspend: (reason) => suspend(of.id, reason), resume: () => resume(of.id), liquidate: (reason) => liquidate(of.id, reason), close: () => close(of.id),
    takeBack: (reason) => takeBack(of.id, last, reason),
  };
  const act = useCommand(runs[what]);
  const title = what === "takeBack" ? `${told.open} · ${words.round(last)}` : told.open;
  return (
    <ConfirmWithReason
      open title={title} action={told.open} danger={what === "liquidate" || what === "takeBack"} withReason={what !== "resume" && what !== "close"} onClose={onClose}
      effect={<p>{told.effect}</p>} onConfirm={async (reason) => { await act.mutateAsync(reason); void message.success(told.done); }}
    />
  );
}
