package dev.hailstone.red.internal;

import java.util.UUID;

import org.springframework.data.jpa.repository.JpaRepository;

interface Pebbles extends JpaRepository<Pebble, UUID> {}
