import { CameraOutlined } from "@ant-design/icons";
import { Modal } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client.ts";
import type { Item, Photo } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useObjectUrl } from "@/kit/useObjectUrl.ts";
import { addPhoto } from "./acts.ts";
import { words } from "./words.ts";

const text = words.file;
const MOST = 6;

/* A photograph never changes: its address is its content's. */
function usePhoto(of: Photo): string | null {
  const { data } = useQuery({
    queryKey: ["photo", of.id], staleTime: Infinity, gcTime: 300_000, refetchOnMount: false, refetchOnReconnect: false,
    queryFn: async () => (await api.blob(of.link.replace(/^\/v1/, ""))).blob,
  });
  return useObjectUrl(data);
}

function Thumb({ of, label }: { of: Photo; label: string }) {
  const url = usePhoto(of);
  const [open, setOpen] = useState(false);
  if (!url) return <span className="photo"><Skeleton height={90} /></span>;
  return (
    <>
      <button type="button" className="photo" aria-label={label} onClick={() => { setOpen(true); }}><img src={url} alt="" /></button>
      <Modal open={open} footer={null} mask={{ closable: true }} title={label} onCancel={() => { setOpen(false); }} width={760}><img src={url} alt={label} style={{ maxWidth: "100%", display: "block", margin: "0 auto" }} /></Modal>
    </>
  );
}

/** The photographs of an article, and one more while it may have it. */
export function Photos({ of }: { of: Item }) {
  const may = useCan("pawn.open") && of.gone === null && of.photos.length < MOST;
  const add = useCommand((file: File) => addPhoto(of.id, file));
  if (!may && of.photos.length === 0) return <p className="hint">{text.noPhoto}</p>;
  return (
    <div className="stack tight">
      <div className="pawn-photos">
        {of.photos.map((photo, i) => <Thumb key={photo.id} of={photo} label={text.photoOf(of.description, i + 1)} />)}
        {may ? <PhotoButton label={text.addPhoto} busy={add.isPending} onFiles={(files) => { for (const file of files) add.mutate(file); }} /> : null}
      </div>
      {add.error ? <ProblemNotice error={add.error} /> : null}
    </div>
  );
}

/** Takes a photograph with the camera of the device, or chooses its file. */
export function PhotoButton({ label, busy = false, onFiles }: { label: string; busy?: boolean; onFiles: (files: File[]) => void }) {
  return (
    <label className="photo add">
      <span><CameraOutlined aria-hidden spin={busy} /><br />{label}</span>
      <input
        type="file" className="visually-hidden" accept="image/jpeg,image/png,image/webp" capture="environment" multiple disabled={busy}
        onChange={(event) => { onFiles(Array.from(event.target.files ?? [])); event.target.value = ""; }}
      />
    </label>
  );
}
