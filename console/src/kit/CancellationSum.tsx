import type { Band, Calculation } from "@/api/bookings.ts";
import { es } from "@/words/es.ts";
import { Money } from "./Money.tsx";
import { PlainTable } from "./PlainTable.tsx";
import "./cancellation.css";

const text = es.cancellation;

/** The cancellation policy, with the row that applies marked by sign and weight, not by colour alone. */
export function PolicyBands({ bands, row }: { bands: Band[]; row?: number }) {
  return (
    <PlainTable
      caption={text.policy} rows={bands} rowKey={(band) => band.first_day}
      columns={[
        { key: "days", title: text.notice, cell: (band) => (bands.indexOf(band) === row ? <strong className="band-on">{`▸ ${band.label}`}</strong> : band.label) },
        { key: "percent", title: text.back, end: true, cell: (band) => (bands.indexOf(band) === row ? <strong className="band-on">{`${band.percent} %`}</strong> : `${band.percent} %`) },
      ]}
    />
  );
}

/** What a cancellation gives back and what the house keeps, beside the table it comes from. */
export function CancellationSum({ of }: { of: Pick<Calculation, "bands" | "row" | "percent" | "paid" | "already" | "refund" | "retained"> }) {
  return (
    <div className="cancellation">
      <PolicyBands bands={of.bands} row={of.row} />
      <dl className="cancellation-sum">
        <div><dt>{text.paid}</dt><dd><Money value={of.paid} /></dd></div>
        {/[1-9]/.test(of.already.amount) ? <div><dt>{text.already}</dt><dd><Money value={of.already} /></dd></div> : null}
        <div className="big"><dt>{text.refund} · {`${of.percent} %`}</dt><dd><Money value={of.refund} /></dd></div>
        <div><dt>{text.retained}</dt><dd><Money value={of.retained} /></dd></div>
      </dl>
    </div>
  );
}
