# One image for every role: ROLE says what a container does. It needs DATABASE_URL and the three key rings, brings the
# database up to date when it starts (several at once wait for each other), and runs as an ordinary user.

FROM node:22-bookworm-slim AS build
WORKDIR /app
# The packages first, so that a change of the sources alone does not install them again.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json nest-cli.json prisma.config.ts ./
COPY prisma prisma
COPY libs libs
COPY apps apps
RUN npm run build
# Optional packages are those that only the build tools ask for, and the embedded PostgreSQL.
RUN npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=4020
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma/migrations prisma/migrations
COPY --from=build /app/dist dist
USER node
EXPOSE 4020
# Whether the process answers at all; whether it should get requests is what /health/ready says.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that it gets the signal that asks it to stop.
CMD ["node", "dist/apps/standalone/src/main.js"]
