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
ALTER TABLE "messages" DROP CONSTRAINT "messages_kind";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_reason";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "article_id" integer;--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_changed_by_id_staff_id_fk" FOREIGN KEY ("changed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_changed_by_id_staff_id_fk" FOREIGN KEY ("changed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "articles_once" ON "articles" USING btree ("community_id",coalesce(estate_id, 0),"title") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "articles_community" ON "articles" USING btree ("community_id");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_article" ON "outbox" USING btree ("room_id","article_id") WHERE article_id is not null;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('text', 'image', 'voice', 'recall', 'quote', 'system', 'join'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_reason" CHECK ("messages"."reason" in ('chatter', 'ownWords', 'systemLine', 'recalled', 'emptyMessage', 'photoAlone', 'spokenByStaff', 'unboundRoom', 'noticeNotPosted', 'nothingToConfirm', 'nothingToTell', 'sameEmergency', 'photoOfReport', 'sameMatter', 'nothingToAddTo', 'nothingToJoin', 'nothingToWithdraw', 'praise', 'signUp', 'vote', 'volunteer', 'notice', 'alreadyAnswered', 'unsure', 'unreadable', 'voice', 'failed', 'strangerInPrivate', 'question', 'suggestion'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('emergency', 'reply', 'progress', 'staffAnswer', 'announcement', 'reminder', 'privacyNotice', 'welcome'));