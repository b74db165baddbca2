CREATE TABLE "ticket_links" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"name" text NOT NULL,
	"party" text NOT NULL,
	"department" text,
	"member_id" integer,
	"assigned_at" timestamp with time zone NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"given_by_id" integer,
	"expires_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "ticket_links_party" CHECK ("ticket_links"."party" in ('property', 'selfManagementCommittee', 'ownersCommittee', 'buildingCaptain', 'gridWorker', 'community', 'subdistrict', 'department', 'volunteers', 'duty')),
	CONSTRAINT "ticket_links_name" CHECK ("ticket_links"."name" <> '')
);
--> statement-breakpoint
ALTER TABLE "evidence" DROP CONSTRAINT "evidence_shows";--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_action";--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_actor";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "assigned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "whistle" jsonb;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "mediation" jsonb;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "routing" jsonb DEFAULT '{"takeUpHours":4,"reportInHours":4,"linkDays":14,"mediation":[{"by":"buildingCaptain","hours":18},{"by":"gridWorker","hours":18},{"by":"community","hours":36},{"by":"subdistrict","hours":45}]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_given_by_id_staff_id_fk" FOREIGN KEY ("given_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ticket_links_ticket" ON "ticket_links" USING btree ("ticket_id");--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_shows" CHECK ("evidence"."shows" in ('before', 'during', 'after'));--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_action" CHECK ("events"."action" in ('open', 'join', 'recall', 'callOff', 'edit', 'answer', 'praise', 'anger', 'leave', 'escalate', 'plan', 'undo', 'preWarn', 'breach', 'supervise', 'route', 'handOut', 'revoke', 'progress', 'reportIn', 'lateReportIn', 'mediate', 'accept', 'file', 'assign', 'raise', 'whistle', 'timeOut', 'bounce', 'takeUp', 'askResident', 'hold', 'resume', 'resolve', 'verify', 'lapse', 'reopen', 'reject', 'withdraw', 'merge', 'split', 'refer'));--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_actor" CHECK ("events"."actor" in ('resident', 'staff', 'handler', 'bot'));--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_mediated" CHECK ("tickets"."mediation" is null or "tickets"."private");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('emergency', 'page', 'dispatch', 'reply', 'progress', 'staffAnswer', 'announcement', 'reminder', 'privacyNotice', 'batch', 'digest', 'welcome'));--> statement-breakpoint
UPDATE "tickets" SET "assigned_at" = date_trunc('milliseconds', now()) WHERE "status" in ('assigned', 'inProgress', 'awaitingResident', 'onHold');
