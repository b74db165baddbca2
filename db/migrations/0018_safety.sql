CREATE TABLE "deeds" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"staff_id" integer NOT NULL,
	"name" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" text,
	"after" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "deeds_action" CHECK ("deeds"."action" in ('changeRole', 'leaveService', 'returnToService', 'resetPassword', 'changePassword', 'signOutOthers'))
);
--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deeds_newest" ON "deeds" USING btree ("community_id","at","id");
--> statement-breakpoint
create trigger deeds_only_added before update or delete on deeds for each row execute function refuse_rewriting();
--> statement-breakpoint
do $$ begin
  if not exists (select from pg_roles where rolname = 'huiyin_console') then create role huiyin_console nologin; end if;
  if not pg_has_role(current_user, 'huiyin_console', 'member') then grant huiyin_console to current_user; end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then raise warning 'the role huiyin_console could not be made: the database does not keep communities apart by itself';
end $$;
--> statement-breakpoint
create function own_community() returns integer language sql stable as $$
  select nullif(current_setting('app.community', true), '')::integer
$$;
--> statement-breakpoint
do $$ declare guarded text; begin
  foreach guarded in array array['announcements', 'appointments', 'articles', 'consultations', 'corrections', 'deeds', 'duty_slots', 'events', 'evidence', 'grids', 'kudos', 'management_changes', 'outbox', 'pages', 'ratings', 'readings', 'reports', 'room_claims', 'signals', 'special_days', 'staff', 'stations', 'ticket_links', 'ticket_numbers', 'tickets', 'visit_answers', 'visits', 'wording_changes'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('create policy own_community on %I using (community_id = own_community())', guarded);
  end loop;
  foreach guarded in array array['alerts', 'messages', 'org_units', 'rooms'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('create policy own_community on %I using (community_id is null or community_id = own_community())', guarded);
  end loop;
end $$;
--> statement-breakpoint
alter table communities enable row level security;
--> statement-breakpoint
create policy own_community on communities using (id = own_community());
--> statement-breakpoint
alter table members enable row level security;
--> statement-breakpoint
create policy own_community on members using (community_id is null or community_id = own_community());
--> statement-breakpoint
create policy met_elsewhere_too on members for select using (true);
--> statement-breakpoint
alter table announcement_rooms enable row level security;
--> statement-breakpoint
create policy own_community on announcement_rooms using (exists (select from announcements where announcements.id = announcement_id));
--> statement-breakpoint
alter table article_versions enable row level security;
--> statement-breakpoint
create policy own_community on article_versions using (exists (select from articles where articles.id = article_id));
--> statement-breakpoint
alter table clock_alarms enable row level security;
--> statement-breakpoint
create policy own_community on clock_alarms using (exists (select from tickets where tickets.id = ticket_id));
--> statement-breakpoint
alter table departures enable row level security;
--> statement-breakpoint
create policy own_community on departures using (exists (select from rooms where rooms.id = room_id));
--> statement-breakpoint
do $$ begin
  grant usage on schema public to huiyin_console;
  grant select, insert, update, delete on all tables in schema public to huiyin_console;
  grant usage, select on all sequences in schema public to huiyin_console;
  revoke all on setup_links from huiyin_console;
  alter default privileges in schema public grant select, insert, update, delete on tables to huiyin_console;
  alter default privileges in schema public grant usage, select on sequences to huiyin_console;
exception when undefined_object then null;
end $$;
