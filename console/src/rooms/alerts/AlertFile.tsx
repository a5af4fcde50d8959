import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Act } from "./Act.tsx";
import type { Doing } from "./Act.tsx";
import { useAlert } from "./data.ts";
import { Detail } from "./Detail.tsx";
import { Frame } from "./Frame.tsx";

/** An alert at its own address: where a notice leads. */
export default function AlertFile() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data } = useAlert(id);
  const [doing, setDoing] = useState<Doing | null>(null);
  return (
    <Frame section="alerts">
      <div className="alert-file"><Detail id={id} onDo={setDoing} /></div>
      {doing && data ? <Act of={data} doing={doing} onClose={() => { setDoing(null); }} /> : null}
    </Frame>
  );
}
