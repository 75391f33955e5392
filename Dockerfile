# The Manager. Build from the root of the repository: docker build -t clearband .
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY sensor-agent/package.json sensor-agent/
RUN npm ci --omit=dev --workspaces=false --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    CLEARBAND_HOST=0.0.0.0 \
    CLEARBAND_DATA_DIR=/var/lib/clearband \
    CLEARBAND_POLICY_DIR=/app/policies
WORKDIR /app
# Volumes take over the owner of the folder that they are first mounted on.
RUN install -d -o node -g node -m 0700 /var/lib/clearband /var/lib/clearband-agent
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY migrations migrations
COPY openapi openapi
COPY policies policies
COPY proto proto
COPY src src
USER node
EXPOSE 8080 50051
VOLUME /var/lib/clearband
CMD ["node", "src/cli/clearband.ts", "serve"]
