/** Keeps the frame of the page when a screen cannot be rendered, so that there is a way back and the session goes on. */
import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  otherwise: ReactNode;
  children: ReactNode;
}

export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError = () => ({ failed: true });

  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
