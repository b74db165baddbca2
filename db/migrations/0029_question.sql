ALTER TABLE "tickets" ADD COLUMN "is_question" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "tickets" SET "is_question" = true WHERE "first_summary" LIKE '咨询：%';
