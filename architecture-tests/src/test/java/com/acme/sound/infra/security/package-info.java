/// Who may call what.
@NullMarked
@NamedInterface("security")
package com.acme.sound.infra.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
