CREATE TABLE "clock_alarms" (
	"ticket_id" integer NOT NULL,
	"clock" text NOT NULL,
	"alarm" text NOT NULL,
	"due" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "clock_alarms_ticket_id_clock_alarm_due_pk" PRIMARY KEY("ticket_id","clock","alarm","due"),
	CONSTRAINT "clock_alarms_clock" CHECK ("clock_alarms"."clock" in ('response', 'update', 'resolution')),
	CONSTRAINT "clock_alarms_alarm" CHECK ("clock_alarms"."alarm" in ('preWarn', 'breached'))
);
--> statement-breakpoint
CREATE TABLE "special_days" (
	"community_id" integer NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"works_as" integer,
	CONSTRAINT "special_days_community_id_day_pk" PRIMARY KEY("community_id","day"),
	CONSTRAINT "special_days_kind" CHECK ("special_days"."kind" in ('off', 'work', 'usual')),
	CONSTRAINT "special_days_works_as" CHECK (case when "special_days"."kind" = 'work' then "special_days"."works_as" between 1 and 7 else "special_days"."works_as" is null end)
);
--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_action";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "counted_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "resumed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "paused_hours" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "escalated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "tier_terms" jsonb DEFAULT '{"green":{"updateDays":2,"resolveHours":72},"yellow":{"updateDays":3,"resolveHours":168},"red":{"updateDays":7,"resolveHours":360}}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "category_terms" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "clock_alarms" ADD CONSTRAINT "clock_alarms_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "special_days" ADD CONSTRAINT "special_days_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tickets_escalated" ON "tickets" USING btree ("community_id","id") WHERE escalated_at is not null;--> statement-breakpoint
CREATE INDEX "outbox_ticket" ON "outbox" USING btree ("ticket_id","settled_at") WHERE ticket_id is not null;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_action" CHECK ("events"."action" in ('open', 'join', 'recall', 'callOff', 'edit', 'answer', 'praise', 'anger', 'preWarn', 'breach', 'supervise', 'accept', 'file', 'assign', 'takeUp', 'askResident', 'hold', 'resume', 'resolve', 'verify', 'reopen', 'reject', 'withdraw', 'merge', 'split', 'refer'));--> statement-breakpoint
UPDATE "tickets" SET "counted_from" = coalesce((SELECT max("at") FROM "events" WHERE "ticket_id" = "tickets"."id" AND "action" = 'reopen'), "opened_at");--> statement-breakpoint
UPDATE "tickets" SET "paused_at" = coalesce((SELECT max("at") FROM "events" WHERE "ticket_id" = "tickets"."id" AND "action" IN ('askResident', 'hold')), "opened_at") WHERE "status" IN ('awaitingResident', 'onHold');--> statement-breakpoint
ALTER TABLE "tickets" ALTER COLUMN "counted_from" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_paused" CHECK (("tickets"."status" in ('awaitingResident', 'onHold')) = ("tickets"."paused_at" is not null));