import { CalendarOutlined, KeyOutlined, LogoutOutlined, MailOutlined, MenuOutlined, QuestionCircleOutlined, SearchOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown, Select } from "antd";
import { Suspense, lazy, useState } from "react";
import { api } from "@/api/client.ts";
import { queryClient, useRead } from "@/api/query.ts";
import { session, useSession, useUser } from "@/api/session.ts";
import type { BranchDay } from "@/api/types.ts";
import { Can } from "@/kit/Can.tsx";
import { dateText } from "@/kit/dates.ts";
import { clearJobs } from "@/kit/jobs.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { chooseTheme, useThemeChoice } from "@/kit/theme.ts";
import type { ThemeChoice } from "@/kit/theme.ts";
import { es } from "@/words/es.ts";
import { Bell } from "./Bell.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";

const OwnPassword = lazy(() => import("@/rooms/users/OwnPassword.tsx"));
const OwnContact = lazy(() => import("@/rooms/users/OwnContact.tsx"));
const CloseDay = lazy(() => import("@/rooms/days/CloseDay.tsx"));

async function signOut(): Promise<void> {
  await api.delete("/sessions/current").catch(() => undefined);
  queryClient.clear();
  clearJobs();
  session.leave();
}

function BranchSwitch() {
  const { branchId } = useSession();
  const user = useUser();
  const [state, update] = useUrlState();
  if (user.branches.length < 2) return <span className="branch clip second">{user.branches[0]?.name}</span>;
  return (
    <Select
      aria-label={es.app.branch} value={branchId ?? 0} className="branch" style={{ width: 206 }} popupMatchSelectWidth={220}
      options={[{ value: 0, label: es.app.allBranches }, ...user.branches.map((b) => ({ value: b.id, label: b.name }))]}
      onChange={(next: number) => {
        session.chooseBranch(next || null);
        if (state["branch_id"]) update({ branch_id: null });
        void queryClient.invalidateQueries();
      }}
    />
  );
}

/** The date the branch works on. With permission, it is where the day is closed. */
function BusinessDay() {
  const { branchId } = useSession();
  const user = useUser();
  const [closing, setClosing] = useState(false);
  const may = user.permissions.includes("days.read");
  const { data } = useRead<{ items: BranchDay[] }>("/days", undefined, { enabled: may, staleMs: 30_000 });
  const day = data?.items.find((d) => d.branch_id === (branchId ?? user.branch_id));
  const date = day?.business_date ?? user.business_date;
  const missing = day?.missing_days ?? 0;
  return (
    <div className="day">
      <span>
        <CalendarOutlined aria-hidden /> {es.day.today}: <strong>{dateText(date)}</strong>
        <span className="second"> · {day?.state === "closing" ? es.day.closing : es.day.open}</span>
      </span>
      {missing > 0 ? <StateTag tone="wait">{es.day.missing(missing)}</StateTag> : null}
      <Can permission="days.close"><Button size="small" onClick={() => { setClosing(true); }}>{es.day.close}</Button></Can>
      {closing ? (
        <Suspense fallback={null}><CloseDay days={data?.items ?? []} date={date} onClose={() => { setClosing(false); }} /></Suspense>
      ) : null}
    </div>
  );
}

function UserMenu() {
  const user = useUser();
  const theme = useThemeChoice();
  const [changing, setChanging] = useState<"password" | "contact" | null>(null);
  const labels: Record<ThemeChoice, string> = { system: es.app.themeSystem, light: es.app.themeLight, dark: es.app.themeDark };
  return (
    <>
    <Dropdown
      trigger={["click"]} placement="bottomRight"
      menu={{
        selectable: true, selectedKeys: [theme],
        items: [
          { key: "who", type: "group", label: `${user.name} · ${user.role_name}` },
          { key: "theme", type: "group", label: es.app.theme, children: (["system", "light", "dark"] as const).map((key) => ({ key, label: labels[key] })) },
          { type: "divider" },
          { key: "contact", label: es.app.contact, icon: <MailOutlined aria-hidden /> },
          { key: "password", label: es.app.password, icon: <KeyOutlined aria-hidden /> },
          { key: "out", label: es.app.signOut, icon: <LogoutOutlined aria-hidden /> },
        ],
        onClick: ({ key }) => {
          if (key === "out") void signOut();
          else if (key === "password" || key === "contact") setChanging(key);
          else chooseTheme(key as ThemeChoice);
        },
      }}
    >
      <Button type="text" icon={<UserOutlined aria-hidden />} aria-label={`${es.app.user}: ${user.name}`} />
    </Dropdown>
    {changing ? (
      <Suspense fallback={null}>
        {changing === "password" ? <OwnPassword onClose={() => { setChanging(null); }} /> : <OwnContact onClose={() => { setChanging(null); }} />}
      </Suspense>
    ) : null}
    </>
  );
}

/** Branch, business date, search, help (always at the same place) and account. */
export function TopBar({ onMenu, onSearch, onHelp }: { onMenu: () => void; onSearch: () => void; onHelp: () => void }) {
  return (
    <header className="shell-top">
      <Button className="burger" type="text" icon={<MenuOutlined aria-hidden />} aria-label={es.app.menu} onClick={onMenu} />
      <BranchSwitch />
      <BusinessDay />
      <span className="grow" />
      <Button className="search" icon={<SearchOutlined aria-hidden />} onClick={onSearch} title={es.app.searchHint}>
        <span className="words">{es.app.search}</span><kbd aria-hidden>Ctrl K</kbd>
      </Button>
      <Bell />
      <Button type="text" icon={<QuestionCircleOutlined aria-hidden />} aria-label={es.app.help} title={es.app.help} onClick={onHelp} />
      <UserMenu />
    </header>
  );
}
