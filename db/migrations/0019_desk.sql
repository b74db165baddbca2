CREATE TABLE "saved_filters" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"staff_id" integer NOT NULL,
	"name" text NOT NULL,
	"query" jsonb NOT NULL,
	"shared" boolean NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "saved_filters_name" UNIQUE("staff_id","name"),
	CONSTRAINT "saved_filters_named" CHECK ("saved_filters"."name" <> '')
);
--> statement-breakpoint
CREATE TABLE "ticket_notes" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"staff_id" integer NOT NULL,
	"words" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "ticket_notes_words" CHECK ("ticket_notes"."words" <> '')
);
--> statement-breakpoint
CREATE TABLE "ticket_views" (
	"ticket_id" integer NOT NULL,
	"staff_id" integer NOT NULL,
	"community_id" integer NOT NULL,
	"editing" boolean NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ticket_views_ticket_id_staff_id_pk" PRIMARY KEY("ticket_id","staff_id")
);
--> statement-breakpoint
ALTER TABLE "saved_filters" ADD CONSTRAINT "saved_filters_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_filters" ADD CONSTRAINT "saved_filters_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_notes" ADD CONSTRAINT "ticket_notes_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_notes" ADD CONSTRAINT "ticket_notes_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_notes" ADD CONSTRAINT "ticket_notes_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_views" ADD CONSTRAINT "ticket_views_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_views" ADD CONSTRAINT "ticket_views_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_views" ADD CONSTRAINT "ticket_views_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "saved_filters_community" ON "saved_filters" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "ticket_notes_ticket" ON "ticket_notes" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "ticket_views_staff" ON "ticket_views" USING btree ("staff_id");--> statement-breakpoint
create trigger ticket_notes_wake after insert or update on ticket_notes for each row execute function wake();
--> statement-breakpoint
-- A colleague who still looks is no news; one who comes, comes back or begins to type is.
create trigger ticket_views_come after insert on ticket_views for each row execute function wake();
--> statement-breakpoint
create trigger ticket_views_turn after update on ticket_views for each row when (old.editing is distinct from new.editing or new.seen_at - old.seen_at > interval '45 seconds') execute function wake();
--> statement-breakpoint
do $$ declare guarded text; begin
  foreach guarded in array array['saved_filters', 'ticket_notes', 'ticket_views'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('create policy own_community on %I using (community_id = own_community())', guarded);
  end loop;
end $$;
