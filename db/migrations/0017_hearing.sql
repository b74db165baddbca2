CREATE TABLE "consultations" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"title" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"place" text NOT NULL,
	"parties" text[] NOT NULL,
	"called_by_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "consultations_parties" CHECK (cardinality("consultations"."parties") > 0)
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"member_id" integer NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"is_solved" boolean,
	"score" smallint,
	"call_at" timestamp with time zone,
	"called_at" timestamp with time zone,
	"called_by_id" integer,
	"call_note" text,
	CONSTRAINT "ratings_once" UNIQUE("ticket_id","member_id"),
	CONSTRAINT "ratings_score" CHECK ("ratings"."score" between 1 and 5),
	CONSTRAINT "ratings_answered" CHECK (("ratings"."answered_at" is null) = (num_nonnulls("ratings"."is_solved", "ratings"."score") = 0)),
	CONSTRAINT "ratings_called" CHECK (("ratings"."called_at" is null) = (num_nonnulls("ratings"."called_by_id", "ratings"."call_note") = 0)),
	CONSTRAINT "ratings_call" CHECK ("ratings"."called_at" is null or "ratings"."call_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "visit_answers" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"visit_id" integer NOT NULL,
	"question" text NOT NULL,
	"text" text NOT NULL,
	"became" text,
	"ticket_id" integer,
	CONSTRAINT "visit_answers_once" UNIQUE("visit_id","question"),
	CONSTRAINT "visit_answers_question" CHECK ("visit_answers"."question" in ('suggestion', 'conflict', 'help')),
	CONSTRAINT "visit_answers_became" CHECK ("visit_answers"."became" in ('ticket', 'need')),
	CONSTRAINT "visit_answers_ticket" CHECK ((coalesce("visit_answers"."became", '') = 'ticket') = ("visit_answers"."ticket_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"estate_id" integer NOT NULL,
	"household" text NOT NULL,
	"visited_on" date NOT NULL,
	"notes" text NOT NULL,
	"has_consent" boolean NOT NULL,
	"visitor_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wording_changes" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"name" text NOT NULL,
	"before" text,
	"words" text,
	"by_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "wording_changes_name" CHECK ("wording_changes"."name" in ('opened', 'openedPrivately', 'asksWhere', 'joined', 'resolved', 'confirmed', 'verified', 'reopened', 'notFound', 'satisfaction', 'rated', 'help'))
);
--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_action";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "briefed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "words" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "created_by_id" integer;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "intake_channel" text DEFAULT 'group_chat' NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "intake_ref" text;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "wordings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_called_by_id_staff_id_fk" FOREIGN KEY ("called_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_called_by_id_staff_id_fk" FOREIGN KEY ("called_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_answers" ADD CONSTRAINT "visit_answers_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_answers" ADD CONSTRAINT "visit_answers_visit_id_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_answers" ADD CONSTRAINT "visit_answers_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_visitor_id_staff_id_fk" FOREIGN KEY ("visitor_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wording_changes" ADD CONSTRAINT "wording_changes_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wording_changes" ADD CONSTRAINT "wording_changes_by_id_staff_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consultations_ticket" ON "consultations" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "ratings_member" ON "ratings" USING btree ("member_id","asked_at");--> statement-breakpoint
CREATE INDEX "ratings_newest" ON "ratings" USING btree ("community_id","asked_at");--> statement-breakpoint
CREATE INDEX "ratings_to_call" ON "ratings" USING btree ("community_id","id") WHERE call_at is not null and called_at is null;--> statement-breakpoint
CREATE INDEX "visit_answers_ticket_of" ON "visit_answers" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "visits_newest" ON "visits" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "wording_changes_newest" ON "wording_changes" USING btree ("community_id","id");--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_created_by_id_staff_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tickets_opened" ON "tickets" USING btree ("community_id","opened_at");--> statement-breakpoint
CREATE INDEX "tickets_closed_at" ON "tickets" USING btree ("community_id","closed_at") WHERE closed_at is not null;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_action" CHECK ("events"."action" in ('open', 'join', 'recall', 'callOff', 'edit', 'answer', 'praise', 'anger', 'leave', 'escalate', 'plan', 'undo', 'preWarn', 'breach', 'supervise', 'route', 'handOut', 'revoke', 'progress', 'reportIn', 'lateReportIn', 'mediate', 'meet', 'rate', 'callback', 'accept', 'file', 'assign', 'raise', 'whistle', 'timeOut', 'bounce', 'takeUp', 'askResident', 'hold', 'resume', 'resolve', 'verify', 'lapse', 'reopen', 'reject', 'withdraw', 'merge', 'split', 'refer'));--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_intake" CHECK ("tickets"."intake_channel" in ('group_chat', 'private_chat', 'meeting', 'home_visit', 'counter', 'phone', 'patrol', '12345'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('emergency', 'page', 'dispatch', 'reply', 'progress', 'staffAnswer', 'announcement', 'reminder', 'privacyNotice', 'batch', 'digest', 'welcome', 'satisfaction', 'briefing'));--> statement-breakpoint
update tickets set intake_channel = 'private_chat' where room_id is null;
--> statement-breakpoint
create trigger wording_changes_only_added before update or delete on wording_changes for each row execute function refuse_rewriting();
