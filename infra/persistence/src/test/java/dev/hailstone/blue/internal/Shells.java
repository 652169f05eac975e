package dev.hailstone.blue.internal;

import java.util.UUID;

import org.springframework.data.jpa.repository.JpaRepository;

interface Shells extends JpaRepository<Shell, UUID> {}
