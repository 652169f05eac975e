package dev.hailstone.infra.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What can be configured about HTTP.
///
/// @param maxBodySize the largest body that a request may have
/// @param maxBodyTime how long a request's body may take, and how long a part of it may be waited for
@ConfigurationProperties("hailstone.web")
record WebSettings(@DefaultValue("1MB") DataSize maxBodySize, @DefaultValue("10s") Duration maxBodyTime) {}
