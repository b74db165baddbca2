ALTER TABLE "channels" DROP CONSTRAINT "channels_limited";--> statement-breakpoint
ALTER TABLE "channels" DROP COLUMN "limited_at";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "urgent_refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_urgent" CHECK ("channels"."urgent_refused_at" is null or "channels"."limited_until" is not null);