import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { api, openFile } from "@/api/client.ts";
import { Go } from "@/kit/Go.tsx";
import { useObjectUrl } from "@/kit/useObjectUrl.ts";
import { es } from "@/words/es.ts";
import type { Evidence } from "./data.ts";

const inApi = (link: string): boolean => link.startsWith("/v1/");
const bare = (link: string): string => link.replace(/^\/v1/, "");

/** What backs a request: a screen of the console, or a file of the API, which needs whoever is signed in. */
export function Proof({ of }: { of: Evidence }) {
  const { message } = App.useApp();
  const photo = useQuery({ queryKey: ["proof", of.link], queryFn: async () => (await api.blob(bare(of.link))).blob, enabled: of.photo && inApi(of.link), staleTime: Infinity });
  const url = useObjectUrl(photo.data);
  if (!inApi(of.link)) return <Go to={of.link}>{of.label}</Go>;
  const open = (): void => void openFile(bare(of.link)).catch(() => message.error(es.problems.unexpected));
  return <Button type="link" className="proof-link" onClick={open}>{url ? <img src={url} alt={of.label} /> : of.label}</Button>;
}
