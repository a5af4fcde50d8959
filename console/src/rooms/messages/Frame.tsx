import type { ReactNode } from "react";
import type { Channel } from "@/api/types.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { Views } from "@/kit/Views.tsx";
import { useChannels } from "./data.ts";
import { words } from "./words.ts";
import "./messages.css";

export type Section = keyof typeof words.sections;
const WHERE: Record<Section, string> = {
  history: "/notificaciones", programme: "/notificaciones/programa", templates: "/notificaciones/plantillas", rules: "/notificaciones/leyes",
};

/** What the four screens share: the state of the channel and the sections. */
export function Frame({ section, children }: { section: Section; children: ReactNode }) {
  const { data } = useChannels();
  return (
    <div className="page">
      <PageHeader title={words.title} />
      {data?.items.map((channel) => <Banner key={channel.channel} of={channel} />)}
      <Views label={words.sectionsLabel} current={section} views={(Object.keys(WHERE) as Section[]).map((key) => ({ key, label: words.sections[key], href: WHERE[key] }))} />
      {children}
    </div>
  );
}

/** Whether messages truly leave, by whom, and whether the channel is stopped. */
function Banner({ of }: { of: Channel }) {
  const name = of.label ?? words.channels[of.channel] ?? of.channel;
  if (of.sandbox) return <div className="banner" role="note"><StateTag tone="wait">{words.sandbox}</StateTag><span><strong>{name}.</strong> {words.sandboxWhat}</span></div>;
  if (of.paused_until) {
    return <div className="banner" role="alert"><StateTag tone="bad">{name}</StateTag><span>{words.paused(of.cause ?? "")} · {words.pausedUntil} <InstantText value={of.paused_until} />.</span></div>;
  }
  return <div className={of.provider ? "banner ok" : "banner"} role="note"><StateTag tone={of.provider ? "ok" : "wait"}>{name}</StateTag><span className="second">{of.provider ? words.live(of.provider_label ?? of.provider) : words.noProvider}</span></div>;
}
