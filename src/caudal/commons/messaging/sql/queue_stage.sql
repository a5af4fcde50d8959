-- Where a large set of messages lands by COPY before it is queued; gone at the end of the transaction.
create temporary table if not exists message_stage (
  position int, branch_id smallint, party_id uuid, party_name text, receivable_id uuid, folio text, channel text,
  to_address text, country char(2), time_zone text, role text, purpose text, template text, template_version int,
  step text, dedupe text, status text, text text, wire jsonb, cause text, rule text, next_attempt_at timestamptz,
  expires_at timestamptz
) on commit drop;
truncate message_stage;
