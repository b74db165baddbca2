CREATE TABLE "evidence" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"media_hash" text NOT NULL,
	"shows" text NOT NULL,
	"staff_id" integer,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "evidence_once" UNIQUE("ticket_id","media_hash","shows"),
	CONSTRAINT "evidence_shows" CHECK ("evidence"."shows" in ('before', 'after'))
);
--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_action";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "changes" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "bounce_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "escalation" text;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "related_to_id" integer;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "plan" jsonb;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_media_hash_media_hash_fk" FOREIGN KEY ("media_hash") REFERENCES "public"."media"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_ticket" ON "evidence" USING btree ("ticket_id");--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_related_to_id_tickets_id_fk" FOREIGN KEY ("related_to_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tickets_resolved" ON "tickets" USING btree ("resolved_at") WHERE "tickets"."status" = 'resolved';--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_action" CHECK ("events"."action" in ('open', 'join', 'recall', 'callOff', 'edit', 'answer', 'praise', 'anger', 'leave', 'escalate', 'plan', 'undo', 'preWarn', 'breach', 'supervise', 'accept', 'file', 'assign', 'bounce', 'takeUp', 'askResident', 'hold', 'resume', 'resolve', 'verify', 'lapse', 'reopen', 'reject', 'withdraw', 'merge', 'split', 'refer'));--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_escalation" CHECK ("tickets"."escalation" in ('bounced', 'denied'));--> statement-breakpoint
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'history is only ever added to';
end
$$;
--> statement-breakpoint
create trigger events_only_added before update or delete on events for each row execute function refuse_rewriting();
