ALTER TABLE "staff" DROP CONSTRAINT "staff_role";--> statement-breakpoint
ALTER TABLE "staff" ALTER COLUMN "community_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "unit_id" integer;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_unit_id_org_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_of" CHECK (num_nonnulls("staff"."community_id", "staff"."unit_id") = 1);--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_above" CHECK (("staff"."unit_id" is not null) = ("staff"."role" = 'overseer'));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_role" CHECK ("staff"."role" in ('viewer', 'overseer', 'buildingCaptain', 'gridWorker', 'staff', 'director', 'administrator'));--> statement-breakpoint
-- Of which building of which estate a matter is, as core/organisation/reach.ts writes it.
create function bare_building(name text) returns text language sql immutable as $$
  select regexp_replace(upper(btrim(normalize(name, NFKC))), '(栋|幢|座|号楼|楼|#)$', '')
$$;
--> statement-breakpoint
create function place_key(estate_id integer, place jsonb) returns text language sql immutable as $$
  select estate_id || ':' || bare_building(coalesce(place ->> 'building', ''))
$$;
--> statement-breakpoint
create function is_below(community integer, above integer) returns boolean language sql stable as $$
  with recursive up as (
    select id, parent_id from org_units where id = community and kind = 'community'
    union all select unit.id, unit.parent_id from org_units unit join up on unit.id = up.parent_id
  ) select exists (select from up where id = above and id <> community)
$$;
--> statement-breakpoint
create policy above_own_community on staff for select using (unit_id is not null and is_below(own_community(), unit_id));
--> statement-breakpoint
alter table media enable row level security;
--> statement-breakpoint
create policy of_own_community on media for select using (
  exists (select from messages where messages.media_hash = hash) or exists (select from evidence where evidence.media_hash = hash));
--> statement-breakpoint
create policy drawn_smaller on media for update using (
  exists (select from messages where messages.media_hash = hash) or exists (select from evidence where evidence.media_hash = hash));
--> statement-breakpoint
create policy kept_by_anybody on media for insert with check (true);
--> statement-breakpoint
alter table ticket_search enable row level security;
--> statement-breakpoint
create policy own_community on ticket_search using (community_id = own_community());
--> statement-breakpoint
-- The index of words cannot be used through a policy, since its operator is not leakproof: so the question is asked by the owner, and the policy's condition stands here.
create function find_words(asked integer, query tsquery) returns setof integer language sql stable security definer set search_path = public, pg_temp as $$
  select ticket_id from ticket_search
  where community_id = asked and characters @@ query and (current_setting('role') = 'none' or community_id = own_community())
$$;
--> statement-breakpoint
do $$ declare own text; begin
  foreach own in array array['huiyin_field', 'huiyin_street'] loop
    if not exists (select from pg_roles where rolname = own) then execute format('create role %I nologin', own); end if;
    if not pg_has_role(current_user, own, 'member') then execute format('grant %I to current_user', own); end if;
  end loop;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then raise warning 'the roles huiyin_field and huiyin_street could not be made: the database does not keep buildings and sub-districts apart by itself';
end $$;
--> statement-breakpoint
-- Who works in the field sees the matters of their places, and the one they have taken hold of until it is written.
do $$ declare linked text; begin
  if not exists (select from pg_roles where rolname = 'huiyin_field') or not exists (select from pg_roles where rolname = 'huiyin_console') then return; end if;
  grant huiyin_console to huiyin_field;
  create policy own_places on tickets as restrictive for select to huiyin_field using (
    assignee_id = nullif(current_setting('app.staff', true), '')::integer
    or id = nullif(current_setting('app.held', true), '')::integer
    or place_key(estate_id, place) = any (string_to_array(current_setting('app.places', true), ',')));
  foreach linked in array array['consultations', 'events', 'evidence', 'ratings', 'reports', 'ticket_links', 'ticket_notes', 'ticket_search', 'ticket_views'] loop
    execute format('create policy own_places on %I as restrictive for select to huiyin_field using (exists (select from tickets where tickets.id = ticket_id))', linked);
  end loop;
exception when insufficient_privilege then raise warning 'huiyin_field could not be given the rights of huiyin_console';
end $$;
--> statement-breakpoint
-- Who looks at several communities from above counts, and reads no words.
do $$ declare counted text; begin
  if not exists (select from pg_roles where rolname = 'huiyin_street') then return; end if;
  grant usage on schema public to huiyin_street;
  grant select (id, kind, parent_id, community_id, name) on org_units to huiyin_street;
  grant select (id, time_zone) on communities to huiyin_street;
  grant select (id, community_id, status, outcome, party, respond_by, resolve_by, review_at, filed_at, opened_at, resumed_at) on tickets to huiyin_street;
  grant select (id, community_id, ticket_id, kind, status, settled_at, combined_into_id) on outbox to huiyin_street;
  grant select (community_id, message_id, ticket_id) on reports to huiyin_street;
  grant select (community_id, message_id, kind) on corrections to huiyin_street;
  foreach counted in array array['org_units', 'tickets', 'outbox', 'reports', 'corrections'] loop
    execute format('create policy below on %I for select to huiyin_street using (community_id = any (string_to_array(current_setting(''app.communities'', true), '','')::integer[]))', counted);
  end loop;
  create policy below on communities for select to huiyin_street using (id = any (string_to_array(current_setting('app.communities', true), ',')::integer[]));
end $$;
