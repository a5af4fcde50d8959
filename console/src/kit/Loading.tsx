import { es } from "@/words/es.ts";

/** The final shape in grey, seen only after 200 ms. */
export function Skeleton({ height = 16, width = "100%" }: { height?: number; width?: number | string }) {
  return <div className="skeleton" style={{ height, width }} aria-hidden />;
}

export function PageSkeleton({ figures = 4 }: { figures?: number }) {
  return (
    <div className="page stack wide" aria-busy="true">
      <span className="visually-hidden" role="status">{es.app.loading}</span>
      <Skeleton height={28} width={260} />
      <div className="figures">{Array.from({ length: figures }, (_, i) => <Skeleton key={i} height={84} />)}</div>
      <Skeleton height={320} />
    </div>
  );
}
