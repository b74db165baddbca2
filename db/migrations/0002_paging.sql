CREATE TABLE "pages" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"incident" text NOT NULL,
	"reason" text NOT NULL,
	"headline" text NOT NULL,
	"ticket_id" integer,
	"outbox_id" integer,
	"message_id" bigint,
	"raised_at" timestamp with time zone NOT NULL,
	"position" integer NOT NULL,
	"rank" text NOT NULL,
	"name" text NOT NULL,
	"phone" text NOT NULL,
	"staff_id" integer,
	"member_id" integer,
	"status" text NOT NULL,
	"ended" text,
	"paged_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"acked_at" timestamp with time zone,
	"acked_by_id" integer,
	"acked_by_name" text,
	CONSTRAINT "pages_position" UNIQUE("community_id","incident","position"),
	CONSTRAINT "pages_reason" CHECK ("pages"."reason" in ('emergency', 'unsaid', 'stranger', 'drill')),
	CONSTRAINT "pages_rank" CHECK ("pages"."rank" in ('duty', 'head', 'console')),
	CONSTRAINT "pages_status" CHECK ("pages"."status" in ('calling', 'acked', 'passed')),
	CONSTRAINT "pages_ended" CHECK ("pages"."ended" in ('notAnswered', 'unreachable', 'settled')),
	CONSTRAINT "pages_acked" CHECK (("pages"."status" = 'acked') = ("pages"."acked_at" is not null and "pages"."acked_by_name" is not null)),
	CONSTRAINT "pages_passed" CHECK (("pages"."status" = 'passed') = ("pages"."ended" is not null))
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "paging" jsonb DEFAULT '{"ackMinutes":2,"headMinutes":5}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_outbox_id_outbox_id_fk" FOREIGN KEY ("outbox_id") REFERENCES "public"."outbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_acked_by_id_staff_id_fk" FOREIGN KEY ("acked_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pages_ringing" ON "pages" USING btree ("community_id","incident") WHERE status = 'calling';--> statement-breakpoint
CREATE INDEX "pages_due" ON "pages" USING btree ("due_at") WHERE status = 'calling';--> statement-breakpoint
CREATE INDEX "pages_member" ON "pages" USING btree ("member_id","id");--> statement-breakpoint
CREATE INDEX "pages_newest" ON "pages" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "outbox_unsaid" ON "outbox" USING btree ("id") WHERE kind = 'emergency' and status in ('waiting', 'failed', 'needsPerson');--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('emergency', 'page', 'reply', 'progress', 'staffAnswer', 'announcement', 'reminder', 'privacyNotice'));