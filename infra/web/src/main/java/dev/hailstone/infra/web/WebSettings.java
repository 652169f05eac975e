package dev.hailstone.infra.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What can be configured about HTTP.
///
/// @param maxBodySize the largest body that a request may have
@ConfigurationProperties("hailstone.web")
record WebSettings(@DefaultValue("1MB") DataSize maxBodySize) {}
