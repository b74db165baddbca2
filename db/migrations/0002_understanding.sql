CREATE TABLE "article_versions" (
	"article_id" integer NOT NULL,
	"version" integer NOT NULL,
	"estate_id" integer,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"questions" text NOT NULL,
	"answer" text NOT NULL,
	"source" text NOT NULL,
	"published_on" date NOT NULL,
	"expires_on" date,
	"retired_at" timestamp with time zone,
	"changed_by_id" integer,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "article_versions_article_id_version_pk" PRIMARY KEY("article_id","version"),
	CONSTRAINT "article_versions_kind" CHECK ("article_versions"."kind" in ('guide', 'service', 'rule', 'covenant', 'place'))
);
--> statement-breakpoint
CREATE TABLE "articles" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"estate_id" integer,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"questions" text NOT NULL,
	"answer" text NOT NULL,
	"source" text NOT NULL,
	"published_on" date NOT NULL,
	"expires_on" date,
	"retired_at" timestamp with time zone,
	"changed_by_id" integer,
	"changed_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "articles_kind" CHECK ("articles"."kind" in ('guide', 'service', 'rule', 'covenant', 'place'))
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"message_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"label" jsonb NOT NULL,
	"by_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "corrections_kind" CHECK ("corrections"."kind" in ('category', 'place', 'urgency', 'notReport', 'report', 'join', 'merge', 'split'))
);
--> statement-breakpoint
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
CREATE TABLE "kudos" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"message_id" bigint NOT NULL,
	"ticket_id" integer,
	"party" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "kudos_message_id_unique" UNIQUE("message_id"),
	CONSTRAINT "kudos_party" CHECK ("kudos"."party" in ('property', 'selfManagementCommittee', 'ownersCommittee', 'buildingCaptain', 'gridWorker', 'community', 'subdistrict', 'department', 'volunteers', 'duty'))
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"estate_id" integer NOT NULL,
	"kind" text NOT NULL,
	"category" text,
	"member_id" integer,
	"about" bigint[] NOT NULL,
	"people" integer NOT NULL,
	"first_message_id" bigint NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone,
	"seen_by_id" integer,
	CONSTRAINT "signals_once" UNIQUE("kind","first_message_id"),
	CONSTRAINT "signals_kind" CHECK ("signals"."kind" in ('burst', 'anger')),
	CONSTRAINT "signals_category" CHECK ("signals"."category" in ('facility.lift', 'facility.lighting', 'facility.door', 'facility.water_leak', 'facility.sewer', 'facility.roof_wall', 'facility.manhole', 'facility.recreation', 'facility.retrofit', 'utility.power', 'utility.water', 'utility.gas', 'utility.heating', 'utility.telecom', 'sanitation.garbage_overflow', 'sanitation.corridor_clutter', 'sanitation.pest', 'sanitation.odor', 'sanitation.pet_waste', 'sanitation.bulky_waste', 'sanitation.greening', 'parking.blocked', 'parking.fire_lane', 'parking.ebike', 'parking.charging', 'parking.gate_fee', 'noise.renovation', 'noise.neighbor', 'noise.public', 'noise.construction', 'safety.falling_object', 'safety.fire_hazard', 'safety.security', 'safety.fraud', 'safety.dog', 'safety.structure', 'safety.weather', 'property.service', 'property.fee', 'property.security_guard', 'property.fund', 'property.exit', 'dispute.leak', 'dispute.shared_space', 'dispute.family', 'dispute.rental', 'dispute.other', 'illegal.building', 'illegal.load_wall', 'illegal.commercial', 'care.elderly', 'care.child', 'care.hardship', 'care.home_help', 'care.psych', 'gov.certificate', 'gov.policy', 'part.activity', 'part.meeting_vote', 'part.volunteer', 'part.praise', 'part.lost_found', 'emergency.gas', 'emergency.fire', 'emergency.lift_trapped', 'emergency.electric_shock', 'emergency.drowning', 'emergency.falling_object_injury', 'emergency.medical', 'emergency.violence', 'emergency.self_harm', 'emergency.missing_person', 'emergency.collapse_flood', 'emergency.dog_bite', 'emergency.fraud_in_progress', 'emergency.poisoning')),
	CONSTRAINT "signals_anger" CHECK (("signals"."kind" = 'anger') = ("signals"."member_id" is not null)),
	CONSTRAINT "signals_burst" CHECK (("signals"."kind" = 'burst') <= ("signals"."category" is not null)),
	CONSTRAINT "signals_seen" CHECK (("signals"."seen_at" is null) = ("signals"."seen_by_id" is null))
);
--> statement-breakpoint
ALTER TABLE "reports" DROP CONSTRAINT "reports_message_id_unique";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_kind";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_outcome";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_reason";--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_action";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_status";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "caption" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "angry" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "mode" text DEFAULT 'governance' NOT NULL;--> statement-breakpoint
ALTER TABLE "readings" ADD COLUMN "part" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "readings" ADD COLUMN "ticket_id" integer;--> statement-breakpoint
ALTER TABLE "readings" ADD COLUMN "calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "readings" ADD COLUMN "cost" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "readings" ADD COLUMN "held_back" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "burst" jsonb DEFAULT '{"people":3,"hours":24}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "paging" jsonb DEFAULT '{"ackMinutes":2,"headMinutes":5}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "quiet_hours" jsonb DEFAULT '{"night":["22:00","07:30"],"noon":null}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "budget" jsonb DEFAULT '{"perHour":6,"perDay":30,"combineMinutes":10,"digestAt":"18:00"}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "certainty" real DEFAULT 0.6 NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "article_id" integer;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "haste" text DEFAULT 'measured' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "hold" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "combined_into_id" integer;--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_changed_by_id_staff_id_fk" FOREIGN KEY ("changed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_changed_by_id_staff_id_fk" FOREIGN KEY ("changed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_by_id_staff_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_outbox_id_outbox_id_fk" FOREIGN KEY ("outbox_id") REFERENCES "public"."outbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_acked_by_id_staff_id_fk" FOREIGN KEY ("acked_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kudos" ADD CONSTRAINT "kudos_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kudos" ADD CONSTRAINT "kudos_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kudos" ADD CONSTRAINT "kudos_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_first_message_id_messages_id_fk" FOREIGN KEY ("first_message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_seen_by_id_staff_id_fk" FOREIGN KEY ("seen_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "articles_once" ON "articles" USING btree ("community_id",coalesce(estate_id, 0),"title") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "articles_community" ON "articles" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "corrections_newest" ON "corrections" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "corrections_message" ON "corrections" USING btree ("message_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "pages_ringing" ON "pages" USING btree ("community_id","incident") WHERE status = 'calling';--> statement-breakpoint
CREATE INDEX "pages_due" ON "pages" USING btree ("due_at") WHERE status = 'calling';--> statement-breakpoint
CREATE INDEX "pages_member" ON "pages" USING btree ("member_id","id");--> statement-breakpoint
CREATE INDEX "pages_newest" ON "pages" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "kudos_newest" ON "kudos" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "signals_newest" ON "signals" USING btree ("community_id","id");--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_combined_into_id_outbox_id_fk" FOREIGN KEY ("combined_into_id") REFERENCES "public"."outbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_quiet" ON "messages" USING btree ("community_id","id") WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "messages_noted" ON "messages" USING btree ("community_id","id") WHERE outcome = 'noted';--> statement-breakpoint
CREATE INDEX "messages_angry" ON "messages" USING btree ("member_id","sent_at") WHERE angry;--> statement-breakpoint
CREATE INDEX "readings_recent" ON "readings" USING btree ("community_id","read_at");--> statement-breakpoint
CREATE INDEX "outbox_unsaid" ON "outbox" USING btree ("id") WHERE kind = 'emergency' and status in ('waiting', 'failed', 'needsPerson');--> statement-breakpoint
CREATE INDEX "outbox_said" ON "outbox" USING btree ("room_id","settled_at") WHERE status = 'sent';--> statement-breakpoint
CREATE INDEX "outbox_parts" ON "outbox" USING btree ("combined_into_id");--> statement-breakpoint
CREATE INDEX "outbox_article" ON "outbox" USING btree ("room_id","article_id") WHERE article_id is not null;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_once" UNIQUE("message_id","ticket_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('text', 'image', 'voice', 'recall', 'quote', 'system', 'join'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_outcome" CHECK ("messages"."outcome" in ('ticketOpened', 'ticketJoined', 'ticketMoved', 'answered', 'waiting', 'ignored', 'noted', 'silent'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_reason" CHECK ("messages"."reason" in ('chatter', 'ownWords', 'systemLine', 'recalled', 'emptyMessage', 'photoAlone', 'spokenByStaff', 'unboundRoom', 'noticeNotPosted', 'nothingToConfirm', 'nothingToTell', 'sameEmergency', 'photoOfReport', 'sameMatter', 'nothingToAddTo', 'nothingToJoin', 'nothingToWithdraw', 'praise', 'signUp', 'vote', 'volunteer', 'notice', 'socialRoom', 'staffRoom', 'rumour', 'stillAngry', 'alreadyAnswered', 'unsure', 'unreadable', 'voice', 'failed', 'strangerInPrivate', 'question', 'suggestion', 'project', 'angry'));--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_mode" CHECK ("rooms"."mode" in ('governance', 'social', 'staff', 'owners'));--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_action" CHECK ("events"."action" in ('open', 'join', 'recall', 'edit', 'answer', 'praise', 'anger', 'accept', 'file', 'assign', 'takeUp', 'askResident', 'hold', 'resume', 'resolve', 'verify', 'reopen', 'reject', 'withdraw', 'merge', 'split', 'refer'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_combined" CHECK (("outbox"."status" = 'combined') = ("outbox"."combined_into_id" is not null));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_haste" CHECK ("outbox"."haste" in ('measured', 'atNight', 'atOnce'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_hold" CHECK ("outbox"."hold" in ('quiet', 'budget', 'digest'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('emergency', 'page', 'reply', 'progress', 'staffAnswer', 'announcement', 'reminder', 'privacyNotice', 'batch', 'digest', 'welcome'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_status" CHECK ("outbox"."status" in ('waiting', 'sending', 'sent', 'combined', 'failed', 'needsPerson', 'withheld', 'cancelled', 'expired'));
--> statement-breakpoint
create trigger signals_wake after insert or update on signals for each row execute function wake();
--> statement-breakpoint
create trigger kudos_wake after insert or update on kudos for each row execute function wake();
--> statement-breakpoint
create trigger pages_wake after insert or update on pages for each row execute function wake();
