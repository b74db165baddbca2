CREATE INDEX "messages_media" ON "messages" USING btree ("media_hash") WHERE media_hash is not null;--> statement-breakpoint
CREATE INDEX "evidence_media" ON "evidence" USING btree ("media_hash");--> statement-breakpoint
-- The private tickets that carry a photo, unless another one shows it anyway. Asked by the owner: whoever works in the field does not see them all, and it is covered all the same.
create function private_tickets_of_photo(asked integer, photo text) returns setof text language sql stable security definer set search_path = public, pg_temp as $$
  with carrying as (
    select tickets.number, whole.number as merged_into, tickets.private or coalesce(whole.private, false) as is_private
    from (
      select ticket_id from evidence where media_hash = photo
      union select reports.ticket_id from messages join reports on reports.message_id = messages.id where messages.media_hash = photo
    ) as place
    join tickets on tickets.id = place.ticket_id left join tickets whole on whole.id = tickets.merged_into_id
    where tickets.community_id = asked and (current_setting('role') = 'none' or asked = own_community())
  )
  select one from carrying cross join unnest(array[number, merged_into]) as one
  where one is not null and not exists (select from carrying where not is_private)
$$;
--> statement-breakpoint
create function is_hidden_from_above(is_private boolean, party text) returns boolean language sql immutable as $$
  select is_private and party not in ('subdistrict', 'department')
$$;
--> statement-breakpoint
-- Asked by the owner: the reports that tell it are hidden themselves.
create function is_message_hidden_from_above(message bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(bool_and(is_hidden_from_above(tickets.private, tickets.party)), false)
  from reports join tickets on tickets.id = reports.ticket_id where reports.message_id = message
$$;
--> statement-breakpoint
do $$ begin
  if not exists (select from pg_roles where rolname = 'huiyin_above') then create role huiyin_above nologin; end if;
  if not pg_has_role(current_user, 'huiyin_above', 'member') then grant huiyin_above to current_user; end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then raise warning 'the role huiyin_above could not be made: the database does not keep private matters from sub-districts by itself';
end $$;
--> statement-breakpoint
-- Who looks down into one community sees its private matters only where they were raised, and the one they have taken hold of until it is written.
do $$ declare linked text; begin
  if not exists (select from pg_roles where rolname = 'huiyin_above') or not exists (select from pg_roles where rolname = 'huiyin_console') then return; end if;
  grant huiyin_console to huiyin_above;
  create policy not_private on tickets as restrictive for select to huiyin_above using (
    not is_hidden_from_above(private, party) or id = nullif(current_setting('app.held', true), '')::integer);
  foreach linked in array array['clock_alarms', 'consultations', 'events', 'evidence', 'kudos', 'pages', 'ratings', 'reports', 'ticket_links', 'ticket_notes', 'ticket_search', 'ticket_views', 'visit_answers'] loop
    execute format('create policy not_private on %I as restrictive for select to huiyin_above using (exists (select from tickets where tickets.id = ticket_id))', linked);
  end loop;
  create policy not_private on outbox as restrictive for select to huiyin_above using (
    case when ticket_id is null then room_id is not null else exists (select from tickets where tickets.id = ticket_id) end);
  create policy not_private on messages as restrictive for select to huiyin_above using (
    not is_message_hidden_from_above(id) and (room_id is not null or exists (select from reports where reports.message_id = messages.id)));
  foreach linked in array array['corrections', 'readings'] loop
    execute format('create policy not_private on %I as restrictive for select to huiyin_above using (exists (select from messages where messages.id = message_id))', linked);
  end loop;
  create policy not_private on signals as restrictive for select to huiyin_above using (exists (select from messages where messages.id = first_message_id));
exception when insufficient_privilege then raise warning 'huiyin_above could not be given the rights of huiyin_console';
end $$;
--> statement-breakpoint
-- What is counted of one community from above counts its private matters too.
do $$ begin
  if exists (select from pg_roles where rolname = 'huiyin_street') then
    grant select (estate_id, intake_channel, tier, category) on tickets to huiyin_street;
  end if;
end $$;
--> statement-breakpoint
-- What somebody in the field takes in they hold until it is written, wherever it is: the statement that writes the ticket does not see it yet.
do $$ begin
  if exists (select from pg_policies where policyname = 'own_places' and tablename = 'reports') then
    alter policy own_places on reports using (
      ticket_id = nullif(current_setting('app.held', true), '')::integer or exists (select from tickets where tickets.id = ticket_id));
  end if;
end $$;
