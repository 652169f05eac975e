package dev.hailstone.notifications.internal;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "notifications")
class NotificationsModule {}
