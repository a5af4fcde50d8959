import { DownOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Suspense, lazy, useState } from "react";
import type { ReactNode } from "react";
import { useBranchQuery, useRead } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { formatCount } from "@/kit/formats.ts";
import { useGo } from "@/kit/Go.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { useTrackedJobs } from "@/kit/jobs.ts";
import { es } from "@/words/es.ts";
import { PLACES, sectionsOf } from "./nav.tsx";
import type { Place, Section } from "./nav.tsx";
import { TopBar } from "./TopBar.tsx";

const Palette = lazy(() => import("./Palette.tsx"));
const Help = lazy(() => import("./Help.tsx"));
const JobTray = lazy(() => import("@/kit/JobBar.tsx").then((m) => ({ default: m.JobTray })));
const FOLD = "caudal.rail";
const HOME: string = "/inicio";

function PlaceKey({ place, allowed }: { place: Place; allowed: boolean }) {
  const go = useGo();
  useShortcut(place.keys, place.label, () => { go(place.to); }, "go", allowed);
  return null;
}

/** How many things wait behind an entry of the rail; nothing where there is none. */
function Count({ of }: { of: NonNullable<Place["count"]> }) {
  const { data } = useRead<{ totals?: { count: number } } & Record<string, unknown>>(of.path, { ...of.query, ...useBranchQuery() }, { pollMs: 60_000, keep: true });
  const count = of.field ? Number(data?.[of.field] ?? 0) : (data?.totals?.count ?? 0);
  return count > 0 ? <span className="count num"><span className="visually-hidden">{es.app.waiting} </span>{formatCount(count)}</span> : null;
}

/** A part of the rail; its heading folds it, and what is open on screen is always seen. */
function Part({ section, onOpen, narrow }: { section: Section; onOpen: () => void; narrow: boolean }) {
  const key = `${FOLD}.${section.title}`;
  const [closed, setClosed] = useState(() => localStorage.getItem(key) === "1");
  const links = section.places.map((place) => (
    <li key={place.to}>
      <Link to={place.to} activeOptions={{ includeSearch: false }} title={narrow ? place.label : undefined} onClick={onOpen}>
        {place.icon}<span className="text">{place.label}</span>{place.count ? <Count of={place.count} /> : null}
      </Link>
    </li>
  ));
  if (section.title === "") return <ul>{links}</ul>;
  function fold(): void {
    localStorage.setItem(key, closed ? "0" : "1");
    setClosed(!closed);
  }
  return (
    <section className={closed ? "closed" : undefined} aria-label={section.title}>
      <button type="button" className="heading" aria-expanded={!closed} onClick={fold}><span className="text">{section.title}</span><DownOutlined aria-hidden /></button>
      <ul>{links}</ul>
    </section>
  );
}

/** Rail, top bar and what is always there: palette, help, tasks. */
export default function Shell({ children }: { children: ReactNode }) {
  const user = useUser();
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLD) === "1");
  const [open, setOpen] = useState(false);
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const jobs = useTrackedJobs();
  const sections = sectionsOf(user.permissions);
  const mine = sections.flatMap((s) => s.places);

  useShortcut("Ctrl k", es.keys.search, () => { setPalette(true); }, "always");
  useShortcut("?", es.keys.help, () => { setHelp(true); }, "always");

  function fold(): void {
    localStorage.setItem(FOLD, folded ? "0" : "1");
    setFolded(!folded);
  }
  return (
    <div className={`shell${folded ? " collapsed" : ""}${open ? " open" : ""}`}>
      <a className="skip" href="#contenido">{es.app.skip}</a>
      {PLACES.map((place) => <PlaceKey key={place.to} place={place} allowed={mine.includes(place)} />)}
      <nav className="shell-rail" aria-label={es.app.main}>
        <Link to={HOME} className="row brand" title={es.app.name}>
          <img src="/favicon.svg" alt="" width={26} height={26} /><span className="text">{es.app.name}</span>
        </Link>
        {sections.map((section) => <Part key={section.title} section={section} narrow={folded} onOpen={() => { setOpen(false); }} />)}
        <Button
          className="fold" type="text" aria-label={folded ? es.app.expand : es.app.collapse} onClick={fold}
          icon={folded ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
        />
      </nav>
      <button type="button" className="veil" aria-label={es.app.closeMenu} onClick={() => { setOpen(false); }} />
      <TopBar onMenu={() => { setOpen(true); }} onSearch={() => { setPalette(true); }} onHelp={() => { setHelp(true); }} />
      <main className="shell-main" id="contenido" tabIndex={-1}>{children}</main>
      <Suspense fallback={null}>
        {palette ? <Palette onClose={() => { setPalette(false); }} places={mine} /> : null}
        {help ? <Help onClose={() => { setHelp(false); }} /> : null}
        {jobs.length > 0 ? <JobTray /> : null}
      </Suspense>
    </div>
  );
}
